//! Every operation served: its path, who may call it, what answers.

use axum::http::Method;

use super::call::Call;
use super::handlers::{
    agent_messages, analytics, attachments, conversations, deployments, details, messages, messaging,
    notifications, oauth, participants, replace, routing, sign_in, tokens, users, webmessaging, wrap_up,
};
use super::reply::Handled;

pub type Handler = fn(&mut Call<'_>) -> Handled;

/// Which rights an operation asks for.
#[derive(Debug, Clone, Copy)]
pub enum Needs {
    /// Not even a token.
    Nothing,
    /// Only a valid token.
    Token,
    Any(&'static [&'static str]),
    All(&'static [&'static str]),
}

pub struct Operation {
    pub method: Method,
    pub path: &'static str,
    pub needs: Needs,
    /// Without `:readonly`, which a GET accepts too; empty where none is asked for.
    pub scope: &'static str,
    pub handler: Handler,
}

impl Operation {
    /// Whether its answer shows the state of the conversation that its path names.
    pub fn reads_conversation(&self) -> bool {
        self.method == Method::GET && self.path.ends_with("/{conversationId}")
    }
}

const CONVERSATIONS: &str = "conversations";
const ROUTING: &str = "routing";
const USERS: &str = "users";
const ANALYTICS: &str = "analytics";
const NOTIFICATIONS: &str = "notifications";
const DEPLOYMENTS: &str = "webdeployments";
/// Asked for by the versioned resource only; published orgs have no such scope.
pub const MESSAGING: &str = "conversations:messaging";

const DISCONNECT: Needs = Needs::Any(&["conversation:communication:disconnect"]);
const DISCONNECT_OR_PARK: Needs =
    Needs::Any(&["conversation:communication:disconnect", "conversation:message:park"]);
const CHANGE_PARTICIPANT: Needs = Needs::Any(&[
    "conversation:participant:wrapup",
    "conversation:call:record",
    "conversation:communication:disconnect",
]);
const VIEW_MESSAGE: Needs = Needs::Any(&["conversation:message:view", "conversation:webmessaging:view"]);
const VIEW_COMMUNICATION: Needs = Needs::Any(&["conversation:communication:view"]);
/// Assumed: which permissions they are.
const WRITE_MESSAGE: Needs = Needs::Any(&["conversation:message:create", "conversation:webmessaging:create"]);
const VIEW_DETAIL: Needs =
    Needs::Any(&["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"]);
const VIEW_CODES: Needs = Needs::All(&["routing:wrapupCode:view"]);

macro_rules! operations {
    ($($method:ident $path:literal, $needs:expr, $scope:expr => $handler:expr;)+) => {
        /// The table of the org; permissions and scopes as documented.
        pub const OPERATIONS: &[Operation] = &[$(Operation {
            method: Method::$method, path: $path, needs: $needs, scope: $scope, handler: $handler,
        }),+];
    };
}

operations! {
    POST "/oauth/token", Needs::Nothing, "" => oauth::token;
    GET "/api/v2/tokens/me", Needs::Token, "" => tokens::get;
    GET "/oauth/authorize", Needs::Nothing, "" => sign_in::authorize;
    GET "/logout", Needs::Nothing, "" => sign_in::logout;
    HEAD "/api/v2/tokens/me", Needs::Token, "" => tokens::head;
    DELETE "/api/v2/tokens/me", Needs::Token, "" => tokens::delete;

    GET "/api/v2/conversations/messages", Needs::Token, CONVERSATIONS => messages::list;
    GET "/api/v2/conversations/messages/{conversationId}", Needs::Token, CONVERSATIONS => messages::get;
    PATCH "/api/v2/conversations/messages/{conversationId}", DISCONNECT_OR_PARK, CONVERSATIONS => messages::patch;
    // The last part makes the first one a message's id; the router wants one name for both.
    GET "/api/v2/conversations/messages/{conversationId}/details", VIEW_MESSAGE, CONVERSATIONS => details::get;
    PATCH "/api/v2/conversations/messages/{conversationId}/participants/{participantId}", CHANGE_PARTICIPANT, CONVERSATIONS => participants::patch;
    PATCH "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/attributes", Needs::Token, CONVERSATIONS => participants::patch_attributes;
    GET "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/wrapup", Needs::Token, CONVERSATIONS => wrap_up::of_participant;
    GET "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/wrapupcodes", Needs::Token, CONVERSATIONS => wrap_up::codes;
    PATCH "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/communications/{communicationId}", Needs::Token, CONVERSATIONS => participants::patch_communication;
    GET "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/communications/{communicationId}/wrapup", Needs::Token, CONVERSATIONS => wrap_up::of_communication;
    POST "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/communications/{communicationId}/wrapup", Needs::Any(&["conversation:participant:wrapup"]), CONVERSATIONS => wrap_up::post;

    POST "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/replace", Needs::Token, CONVERSATIONS => replace::replace;
    POST "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/takeover", Needs::Token, CONVERSATIONS => replace::take_over;
    POST "/api/v2/conversations/messages/{conversationId}/communications/{communicationId}/messages", WRITE_MESSAGE, CONVERSATIONS => agent_messages::send;
    POST "/api/v2/conversations/messages/{conversationId}/communications/{communicationId}/typing", WRITE_MESSAGE, CONVERSATIONS => agent_messages::typing;
    GET "/api/v2/conversations/messages/{conversationId}/messages/{messageId}", VIEW_MESSAGE, CONVERSATIONS => agent_messages::get;
    POST "/api/v2/conversations/messages/{conversationId}/messages/bulk", VIEW_MESSAGE, CONVERSATIONS => agent_messages::bulk;

    GET "/api/v2/conversations/messaging/{conversationId}", Needs::Token, MESSAGING => messaging::get;
    PUT "/api/v2/conversations/messaging/{conversationId}", Needs::Token, MESSAGING => messaging::put;
    POST "/api/v2/conversations/messaging/{conversationId}", Needs::Token, MESSAGING => messaging::post;

    GET "/api/v2/conversations", Needs::Token, CONVERSATIONS => conversations::list;
    GET "/api/v2/conversations/settings", Needs::Any(&["conversation:settings:view"]), CONVERSATIONS => conversations::settings;
    GET "/api/v2/conversations/{conversationId}", VIEW_COMMUNICATION, CONVERSATIONS => conversations::get;
    DELETE "/api/v2/conversations/{conversationId}", DISCONNECT, CONVERSATIONS => conversations::delete;
    POST "/api/v2/conversations/{conversationId}/disconnect", DISCONNECT, CONVERSATIONS => conversations::disconnect;
    PATCH "/api/v2/conversations/{conversationId}/participants/{participantId}", CHANGE_PARTICIPANT, CONVERSATIONS => participants::patch;
    GET "/api/v2/conversations/{conversationId}/participants/{participantId}/wrapup", Needs::Token, CONVERSATIONS => wrap_up::of_participant;
    GET "/api/v2/conversations/{conversationId}/participants/{participantId}/wrapupcodes", Needs::Token, CONVERSATIONS => wrap_up::codes;

    PATCH "/api/v2/conversations/{conversationId}/participants/{participantId}/attributes", Needs::Token, CONVERSATIONS => participants::patch_neutral_attributes;
    POST "/api/v2/conversations/{conversationId}/participants/{participantId}/replace", Needs::Token, CONVERSATIONS => replace::replace;
    POST "/api/v2/conversations/{conversationId}/participants/{participantId}/replace/agent", Needs::Token, CONVERSATIONS => replace::replace;
    POST "/api/v2/conversations/{conversationId}/participants/{participantId}/replace/queue", Needs::Token, CONVERSATIONS => replace::replace;

    GET "/api/v2/users/me", Needs::Token, USERS => users::me;
    GET "/api/v2/users/{userId}", Needs::Token, USERS => users::get;

    GET "/api/v2/analytics/conversations/{conversationId}/details", VIEW_DETAIL, ANALYTICS => analytics::details;
    POST "/api/v2/analytics/conversations/details/query", VIEW_DETAIL, ANALYTICS => analytics::query;

    GET "/api/v2/routing/wrapupcodes", VIEW_CODES, ROUTING => routing::list;
    GET "/api/v2/routing/wrapupcodes/{codeId}", VIEW_CODES, ROUTING => routing::get;
    GET "/api/v2/routing/wrapupcodes/divisionviews", Needs::All(&["routing:wrapupCode:search"]), ROUTING => routing::division_views;
    GET "/api/v2/routing/wrapupcodes/divisionviews/{codeId}", Needs::All(&["routing:wrapupCode:search"]), ROUTING => routing::get;
    GET "/api/v2/routing/queues", Needs::All(&["routing:queue:view"]), ROUTING => routing::queues;
    GET "/api/v2/routing/queues/divisionviews", Needs::All(&["routing:queue:search"]), ROUTING => routing::queues;
    GET "/api/v2/routing/queues/divisionviews/all", Needs::All(&["routing:queue:search"]), ROUTING => routing::queues;
    GET "/api/v2/routing/queues/me", Needs::Token, ROUTING => routing::my_queues;
    GET "/api/v2/routing/queues/{queueId}", Needs::All(&["routing:queue:view"]), ROUTING => routing::queue;
    GET "/api/v2/routing/queues/{queueId}/wrapupcodes", Needs::All(&["routing:queue:view"]), ROUTING => routing::of_queue;

    GET "/api/v2/notifications/availabletopics", Needs::Token, NOTIFICATIONS => notifications::available;
    POST "/api/v2/notifications/channels", Needs::Token, NOTIFICATIONS => notifications::create;
    GET "/api/v2/notifications/channels", Needs::Token, NOTIFICATIONS => notifications::list;
    HEAD "/api/v2/notifications/channels/{channelId}", Needs::Token, NOTIFICATIONS => notifications::head;
    GET "/api/v2/notifications/channels/{channelId}/subscriptions", Needs::Token, NOTIFICATIONS => notifications::subscriptions;
    POST "/api/v2/notifications/channels/{channelId}/subscriptions", Needs::Token, NOTIFICATIONS => notifications::add;
    PUT "/api/v2/notifications/channels/{channelId}/subscriptions", Needs::Token, NOTIFICATIONS => notifications::replace;
    DELETE "/api/v2/notifications/channels/{channelId}/subscriptions", Needs::Token, NOTIFICATIONS => notifications::clear;

    GET "/api/v2/webdeployments/deployments/{deploymentId}", Needs::All(&["webDeployments:deployment:view"]), DEPLOYMENTS => deployments::get;
    GET "/api/v2/webdeployments/deployments/{deploymentId}/configurations", Needs::Token, DEPLOYMENTS => deployments::active_configuration;
    GET "/api/v2/webdeployments/configurations/{configurationId}/versions/{versionId}", Needs::All(&["webDeployments:configuration:view"]), DEPLOYMENTS => deployments::configuration;
    // The guest's own token is checked by the handler.
    GET "/api/v2/webmessaging/messages", Needs::Nothing, "" => webmessaging::history;
    // A presigned address needs nothing but itself.
    PUT "/attachments/{attachmentId}", Needs::Nothing, "" => attachments::put;
    GET "/attachments/{attachmentId}", Needs::Nothing, "" => attachments::get;
    GET "/webdeployments/v1/deployments/{deploymentId}/config.json", Needs::Nothing, "" => deployments::public_config;
    GET "/webdeployments/v1/deployments/{deploymentId}/domains.json", Needs::Nothing, "" => deployments::public_domains;
}

/// Method and path of everything that is served, for tests that compare it with the vendor's schema.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPERATIONS.iter().map(|operation| (operation.method.as_str(), operation.path))
}
