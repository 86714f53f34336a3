//! `/oauth/authorize` and `/logout`: where the browser of an agent desktop goes, and comes back from.

use url::Url;

use crate::simulator::call::Call;
use crate::simulator::records::Named;
use crate::simulator::reply::{Handled, Refusal, Reply};
use crate::simulator::sign_in::{GrantType, TOKEN_SECONDS};

/// Who is signed in: an agent's name or id. Ours; a live org asks for a password.
const WHO: &str = "simulated_user";

/// Assumed: any client may sign users in. One agent is signed in at once, of several one is chosen on a page.
pub fn authorize(call: &mut Call<'_>) -> Handled {
    let back = page(call)?;
    let kind = call.query("response_type").unwrap_or_default().to_string();
    let client = call.query("client_id").unwrap_or_default().to_string();
    if client.is_empty() || !matches!(kind.as_str(), "token" | "code") {
        return Err(Refusal::bad_request("A client_id, and a response_type token or code, are required."));
    }
    let Some(user) = chosen(call)? else { return Ok(choice(call)) };
    let state = call.query("state").map(str::to_string);
    let mut answer = if kind == "token" {
        let token = call.world.sign_in(GrantType::Implicit, Some(user));
        vec![
            ("access_token", token),
            ("expires_in", TOKEN_SECONDS.to_string()),
            ("token_type", "bearer".into()),
        ]
    } else {
        let challenge = call.query("code_challenge").map(str::to_string);
        let redirect_uri = call.query("redirect_uri").unwrap_or_default().to_string();
        vec![("code", call.world.code_for(user, client, redirect_uri, challenge))]
    };
    answer.extend(state.map(|state| ("state", state)));
    Ok(Reply::redirect(with(back, &kind, &answer)))
}

/// Where the browser is sent back to: a page, and nothing that runs.
fn page(call: &Call<'_>) -> Result<Url, Refusal> {
    let given = call.query("redirect_uri").and_then(|text| Url::parse(text).ok());
    let page = given.filter(|url| matches!(url.scheme(), "http" | "https"));
    page.ok_or_else(|| Refusal::bad_request("A redirect_uri over http or https is required."))
}

/// Documented: a token comes in the fragment, which no server sees; a code in the query.
fn with(mut back: Url, kind: &str, answer: &[(&str, String)]) -> String {
    let pairs: Vec<String> =
        answer.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let pairs = pairs.join("&");
    if kind == "token" {
        back.set_fragment(Some(&pairs));
    } else {
        let before = back.query().map(|query| format!("{query}&")).unwrap_or_default();
        back.set_query(Some(&format!("{before}{pairs}")));
    }
    back.into()
}

/// A plus is a blank in forms only.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn chosen(call: &Call<'_>) -> Result<Option<String>, Refusal> {
    let agents = &call.world.org.agents;
    let Some(wanted) = call.query(WHO) else {
        return Ok(agents.first().filter(|_| agents.len() == 1).map(|agent| agent.id.clone()));
    };
    let found = agents.iter().find(|agent| agent.id == wanted || agent.name == wanted);
    found.map(|agent| Some(agent.id.clone())).ok_or_else(|| Refusal::bad_request("There is no such agent."))
}

fn choice(call: &Call<'_>) -> Reply {
    let asked = call.query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let asked = asked.collect::<Vec<_>>().join("&amp;");
    let link = |agent: &Named<String>| {
        let name = escaped(&agent.name);
        format!("<li><a href=\"?{asked}&amp;{WHO}={}\">{name}</a></li>", agent.id)
    };
    let links: String = call.world.org.agents.iter().map(link).collect();
    let head = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign in</title>";
    let text = format!("{head}<h1>Sign in to the simulated org as</h1><ul>{links}</ul></html>");
    Reply::text(200, "text/html; charset=utf-8", text)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Assumed: the browser goes back; its token stays good until it is revoked.
pub fn logout(call: &mut Call<'_>) -> Handled {
    Ok(Reply::redirect(page(call)?.into()))
}
