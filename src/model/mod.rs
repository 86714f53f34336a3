//! What travels on the wire: types only, no I/O. Unknown fields are ignored on input and
//! never invented on output; known-but-open strings keep what they do not know.

pub mod ids;
