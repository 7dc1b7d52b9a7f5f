//! From the bytes of a picture to those of another: what is in a file
//! ([`inspect`]), what is published of it ([`convert`], [`strip`]), and social
//! cards ([`social_card`]). Nothing here reads a file.

pub mod convert;
pub mod inspect;
pub mod social_card;
pub mod strip;
