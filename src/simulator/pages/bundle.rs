//! Several files as one classic script, put together while compiling.

/// Each file becomes a function that `require` finds by its name; the last one is run.
macro_rules! bundle {
    ($folder:literal: $($name:literal),+; $entry:literal) => {
        concat!(
            "(() => {\n", include_str!(concat!($folder, "/loader.js")),
            $("define('./", $name, "', (require, module) => {\n", include_str!(concat!($folder, "/", $name, ".js")), "})\n",)+
            "require('./", $entry, "')\n})()\n",
        )
    };
}

/// Every public region's domains, as the vendor's own policies name them.
macro_rules! vendor {
    ($scheme:literal) => {
        concat!(
            $scheme,
            "://*.mypurecloud.com ",
            $scheme,
            "://*.mypurecloud.ie ",
            $scheme,
            "://*.mypurecloud.de ",
            $scheme,
            "://*.mypurecloud.jp ",
            $scheme,
            "://*.mypurecloud.com.au ",
            $scheme,
            "://*.pure.cloud ",
            $scheme,
            "://*.us-gov-pure.cloud",
        )
    };
}

macro_rules! loopback {
    ($scheme:literal) => {
        concat!($scheme, "://127.0.0.1:* ", $scheme, "://localhost:*")
    };
}

pub(super) use {bundle, loopback, vendor};
