//! One file for each group of endpoints. A handler asks: does it exist, is it sane? Then it
//! changes something and answers. Who may call is asked before, in the router.

pub mod messages;
pub mod oauth;
