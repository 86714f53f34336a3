//! The first close of a client: what can be made beside the token is.
#![allow(clippy::unwrap_used, reason = "a failed helper fails the test")]

mod closing;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use closing::{Bench, client, close_with, named};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A way to the org that counts connects, and knows whether anything came back.
struct Front {
    url: String,
    connects: Arc<AtomicU32>,
    has_answered: Arc<AtomicBool>,
}

impl Front {
    async fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let front = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            connects: Arc::default(),
            has_answered: Arc::default(),
        };
        let (connects, has_answered) = (Arc::clone(&front.connects), Arc::clone(&front.has_answered));
        let org = url.trim_start_matches("http://").trim_end_matches('/').to_string();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                connects.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(forward(near, org.clone(), Arc::clone(&has_answered)));
            }
        });
        front
    }

    fn connects(&self) -> u32 {
        self.connects.load(Ordering::SeqCst)
    }

    fn has_answered(&self) -> bool {
        self.has_answered.load(Ordering::SeqCst)
    }
}

async fn forward(near: TcpStream, org: String, has_answered: Arc<AtomicBool>) {
    let far = TcpStream::connect(org).await.unwrap();
    let ((mut near_in, mut near_out), (mut far_in, mut far_out)) = (near.into_split(), far.into_split());
    let there = async { tokio::io::copy(&mut near_in, &mut far_out).await };
    let back = async {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = far_in.read(&mut bytes).await {
            has_answered.store(true, Ordering::SeqCst);
            near_out.write_all(&bytes[..count]).await?;
        }
        Ok::<_, std::io::Error>(())
    };
    let _ = tokio::join!(there, back);
}

#[tokio::test]
async fn the_connection_to_the_api_is_made_while_the_token_is_on_its_way_and_is_the_only_one() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    bench.fault(json!({ "on": { "path": "/oauth/token" }, "delayMs": 150 }));
    let url =
        serde_json::to_value(bench.simulator.connection()).unwrap()["apiUrl"].as_str().unwrap().to_string();
    let (api, login) = (Front::to(&url).await, Front::to(&url).await);
    let own = client(&bench.simulator, json!({ "apiUrl": api.url, "loginUrl": login.url }));
    let early = async {
        while api.connects() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        (login.connects(), login.has_answered())
    };
    let (closed, early) = tokio::join!(close_with(&own, &id, named()), early);
    assert_eq!(early, (1, false), "connected to the API before the login was answered");
    assert_eq!(serde_json::to_value(closed.unwrap()).unwrap()["outcome"], "closed");
    assert_eq!(api.connects(), 1);
}

#[tokio::test]
async fn an_api_that_cannot_be_connected_to_ahead_is_met_by_its_first_request() {
    let bench = Bench::usual();
    let id = bench.open(json!({ "agent": "connected" }));
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let own = client(&bench.simulator, json!({ "apiUrl": nobody, "retry": { "maxAttempts": 1 } }));
    let error = close_with(&own, &id, named()).await.unwrap_err();
    assert_eq!(closing::code_of(&error), "TRANSPORT");
}
