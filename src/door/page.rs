//! A page whose guest sockets come through the door.

use super::line::Line;
use super::tag::Tag;
use crate::guest::book::Wake;
use crate::guest::own_hosts::OwnHosts;
use crate::guest::watched::Watched;

/// What is read of its guest, and what a test does to its sockets.
pub struct Page {
    /// By which the simulator knows the page's sockets.
    pub tag: Tag,
    pub watched: Watched,
    pub line: Line,
}

impl Page {
    pub fn new(tag: Tag, hosts: OwnHosts, wake: Wake) -> Self {
        Self { tag, watched: Watched::new(hosts, wake), line: Line::default() }
    }
}
