//! Every file, by the path that browsers ask for.

use super::bundle::bundle;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Page,
    Script,
    Style,
}

impl Kind {
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Page => "text/html; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Style => "text/css; charset=utf-8",
        }
    }

    pub fn is_page(self) -> bool {
        self == Self::Page
    }
}

pub struct Asset {
    pub path: &'static str,
    pub kind: Kind,
    pub body: &'static str,
}

macro_rules! assets {
    ($($kind:ident $path:literal => $body:expr;)+) => {
        pub const ASSETS: &[Asset] = &[$(Asset { path: $path, kind: Kind::$kind, body: $body }),+];
    };
}

assets! {
    Script "/genesys-bootstrap/genesys.min.js" => bundle!("assets/bootstrap":
        "bus", "hosts", "agent-typing", "storage", "connection", "messages", "requests", "history", "guest-session", "database",
        "messaging-service", "conversation-view", "frames", "messenger", "genesys"; "genesys");

    Page "/messenger/messenger.html" => include_str!("messenger.html");
    Page "/messenger/messenger-renderer.html" => include_str!("messenger-renderer.html");
    Script "/messenger/host.mjs" => include_str!("assets/messenger/host.mjs");
    Script "/messenger/launcher.mjs" => include_str!("assets/messenger/launcher.mjs");
    Script "/messenger/transcript.mjs" => include_str!("assets/messenger/transcript.mjs");
    Script "/messenger/window.mjs" => include_str!("assets/messenger/window.mjs");
    Style "/messenger/launcher.css" => include_str!("assets/messenger/launcher.css");
    Style "/messenger/window.css" => include_str!("assets/messenger/window.css");

    Page "/pages/messenger" => include_str!("shop.html");
    Script "/pages/assets/shop.js" => include_str!("assets/shop/shop.js");
    Style "/pages/assets/shop.css" => include_str!("assets/shop/shop.css");

    Page "/pages/custom" => include_str!("custom.html");
    Page "/pages/custom/frame" => include_str!("custom-frame.html");
    Script "/pages/assets/custom-host.mjs" => include_str!("assets/custom/custom-host.mjs");
    Script "/pages/assets/custom-client.mjs" => include_str!("assets/custom/custom-client.mjs");
    Script "/pages/assets/custom-chat.mjs" => include_str!("assets/custom/custom-chat.mjs");
    Style "/pages/assets/custom.css" => include_str!("assets/custom/custom.css");

    Page "/pages/desktop" => include_str!("desktop.html");
    Script "/pages/assets/desktop-api.mjs" => include_str!("assets/desktop/desktop-api.mjs");
    Script "/pages/assets/desktop.mjs" => include_str!("assets/desktop/desktop.mjs");
    Style "/pages/assets/desktop.css" => include_str!("assets/desktop/desktop.css");
}
