//! The guest at a page, as JavaScript holds it: read by a door, or told what a browser tells of it.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use napi::bindgen_prelude::PromiseRaw;
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use serde_json::{Value, json};

use super::armed::Armed;
use super::call::{Cancellation, aborted, spawn};
use super::client::NativeClient;
use super::convert::{from_js, to_js};
use super::guest::{Bell, ringing, told, whole};
use crate::door::{LineFault, Page, Tag};
use crate::error::{Error, Kind, Result};
use crate::guest::event::Origin;
use crate::guest::own_hosts::OwnHosts;
use crate::guest::watched::{Ended, SocketId};
use crate::model::deployment::PublicConfig;
use crate::schedule::Schedule;

#[napi]
pub struct NativePageGuest {
    page: Result<Arc<Page>>,
    /// The bell has rung and nobody has looked since: one ring is enough.
    rung: Arc<AtomicBool>,
}

/// One socket that a browser tells of.
#[napi]
pub struct NativePageSocket {
    page: Arc<Page>,
    id: SocketId,
}

#[napi]
impl NativePageGuest {
    /// `{ region?, apiUrl?, guestUrl?, configUrl?, deploymentId?, allRegions? }` says which hosts are the guest's own;
    /// `onEvents` is called, without arguments, whenever `takeEvents` has something.
    #[napi(constructor)]
    pub fn new(tag: Value, hosts: Value, on_events: Bell) -> Self {
        let rung = Arc::default();
        let ring = ringing(on_events, &rung);
        let hosts = serde_json::from_value::<OwnHosts>(hosts).unwrap_or_default();
        Self {
            page: from_js::<Tag>(tag).map(|tag| Arc::new(Page::new(tag, hosts, Box::new(move |_| ring())))),
            rung,
        }
    }

    /// A socket that a browser tells of; nothing where it is none of the guest's.
    #[napi]
    pub fn connecting(&self, address: String) -> Option<NativePageSocket> {
        let page = self.page.as_ref().ok().filter(|page| page.watched.is_own(&address))?;
        Some(NativePageSocket { page: Arc::clone(page), id: page.watched.connecting() })
    }

    #[napi]
    pub fn is_own_history(&self, address: String) -> bool {
        self.look(|page| page.watched.is_history(&address)).unwrap_or_default()
    }

    #[napi]
    pub fn is_own_config(&self, address: String) -> bool {
        self.look(|page| page.watched.is_config(&address)).unwrap_or_default()
    }

    /// Entities of the guest's history, newest first, as the page fetched them.
    #[napi]
    pub fn observe_history(&self, entities: Value) {
        self.look(|page| page.watched.history(entities.as_array().map_or(&[], Vec::as_slice)));
    }

    /// The public configuration, as the page read it; one that does not say whether guests are told changes nothing.
    #[napi]
    pub fn observe_deployment(&self, config: Value) {
        if let Some(tells) = PublicConfig::of(config).and_then(|config| config.disconnect().tells()) {
            self.look(|page| page.watched.deployment_tells(tells));
        }
    }

    /// Another document: whoever spoke in the old one is gone.
    #[napi]
    pub fn renew(&self) {
        self.look(|page| page.watched.renew());
    }

    /// The page is gone.
    #[napi]
    pub fn end(&self) {
        self.look(|page| page.watched.end());
    }

    /// The events since the last time: `[{ index, event }]`, in order.
    #[napi(ts_return_type = "Array<EventUpdate>")]
    pub fn take_events(&self) -> Value {
        // Before looking: what comes in between rings again.
        self.rung.store(false, Ordering::SeqCst);
        self.look(|page| told(page.watched.take_updates())).unwrap_or_else(|| json!([]))
    }

    #[napi(ts_return_type = "Closure | null")]
    pub fn closure(&self) -> Value {
        self.look(|page| told(page.watched.closure())).unwrap_or_default()
    }

    #[napi]
    pub fn session(&self) -> u32 {
        self.look(|page| page.watched.session()).unwrap_or_default()
    }

    #[napi(ts_return_type = "Witness")]
    pub fn testimony(&self, since: f64) -> Value {
        self.look(|page| told(page.watched.testimony(whole(since)))).unwrap_or_default()
    }

    #[napi]
    pub fn has_two_guests(&self) -> bool {
        self.look(|page| page.watched.has_two_guests()).unwrap_or_default()
    }

    #[napi]
    pub fn message_ids(&self) -> Vec<String> {
        self.look(|page| page.watched.message_ids()).unwrap_or_default()
    }

    /// Begins a close when a text comes, where its frame arrives. Parts of a text only.
    #[napi]
    pub fn set_trap(&self, wanted: Value, client: &NativeClient, id: String, options: Value, armed: &Armed) {
        let trap = armed.trap(wanted, client.held(), id, options);
        self.look(|page| trap.map(|trap| page.watched.set(trap)));
    }

    /// Sets a fault on the page's line and gives its id.
    #[napi]
    pub fn fault(&self, fault: Value) -> Value {
        to_js(self.page().and_then(|page| Ok(page.line.set(from_js::<LineFault>(fault)?))))
    }

    #[napi]
    pub fn hits(&self, fault: Value) -> Value {
        to_js(self.page().and_then(|page| Ok(page.line.hits(from_js(fault)?))))
    }

    /// Has the page's frames come in the order of a schedule from now on; its points are counted anew.
    #[napi]
    pub fn schedule(&self, word: String) -> Value {
        let schedule =
            word.parse::<Schedule>().map_err(|refused| Error::new(Kind::InvalidInput, refused.to_string()));
        to_js(schedule.and_then(|schedule| self.page().map(|page| page.line.begin(schedule))))
    }

    /// What came of the schedule; null where there is none.
    #[napi(ts_return_type = "Course | null")]
    pub fn course(&self) -> Value {
        self.look(|page| json!(page.line.course())).unwrap_or_default()
    }

    #[napi]
    pub fn silence(&self) -> Value {
        to_js(self.page().and_then(|page| page.line.silence()))
    }

    #[napi]
    pub fn undo(&self) {
        self.look(|page| page.line.undo());
    }

    #[napi]
    pub fn drop_socket<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        self.perform(env, cancellation, |page| async move { page.line.drop_sockets().await })
    }

    #[napi]
    pub fn expire_session<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        self.perform(env, cancellation, |page| async move { page.line.expire_session().await })
    }

    #[napi]
    pub fn displace<'env>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        self.perform(env, cancellation, |page| async move { page.line.displace().await })
    }
}

impl NativePageGuest {
    pub fn page(&self) -> Result<Arc<Page>> {
        self.page.clone()
    }

    fn look<T>(&self, look: impl FnOnce(&Page) -> T) -> Option<T> {
        self.page.as_ref().ok().map(|page| look(page))
    }

    fn perform<'env, F: Future<Output = Result<()>> + Send + 'static>(
        &self,
        env: &'env Env,
        cancellation: &Cancellation,
        work: impl FnOnce(Arc<Page>) -> F + Send + 'static,
    ) -> NapiResult<PromiseRaw<'env, Value>> {
        let page = self.page();
        spawn(env, cancellation, || aborted("line"), async move {
            work(page?).await.map_err(|error| error.operation("line"))
        })
    }
}

#[napi]
impl NativePageSocket {
    #[napi]
    pub fn opened(&self) {
        self.page.watched.opened(self.id);
    }

    #[napi]
    pub fn sent(&self, text: String) {
        self.page.watched.sent(self.id, &text);
    }

    #[napi]
    pub fn received(&self, text: String) {
        self.page.watched.received(&text, Origin::Server);
    }

    #[napi]
    pub fn received_binary(&self, bytes: u32) {
        self.page.watched.received_binary(bytes as usize);
    }

    /// It is over, or never stood: then the status says why, where it is known.
    #[napi]
    pub fn ended(&self, status: Option<u16>) {
        match status {
            Some(status) => self.page.watched.refused(self.id, Some(status)),
            None => self.page.watched.closed(self.id, Ended::default()),
        }
    }
}
