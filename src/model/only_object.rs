//! A list is no object: serde takes its items for a struct's fields, in their order, and `[id, "closed", 3]` is no answer.

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

/// Flattened into a struct, it makes serde refuse a list in the object's place. All fields that the struct does not
/// know are kept until its end for that.
pub type OnlyObject = ();

/// The same without keeping anything, for what is read by the thousand: see `from_object`.
pub struct FromObject<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for FromObject<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// Reads a struct that is derived with `#[serde(remote = "Self")]` from an object and nothing else.
macro_rules! from_object {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $name::deserialize(crate::model::only_object::FromObject(deserializer))
            }
        }
    };
}

pub(super) use from_object;

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{from_str, from_value, json};

    use super::OnlyObject;

    #[derive(Deserialize)]
    #[serde(remote = "Self")]
    struct Read {
        id: u8,
    }

    from_object!(Read);

    #[derive(Deserialize)]
    struct Kept {
        id: u8,
        #[serde(flatten)]
        _only_object: OnlyObject,
    }

    #[test]
    fn an_object_is_read_and_a_list_in_its_place_is_not() {
        let object = r#"{ "more": [1, { "of": "it" }], "id": 7 }"#;
        assert_eq!(from_str::<Read>(object).map(|read| read.id).ok(), Some(7));
        assert_eq!(from_str::<Kept>(object).map(|kept| kept.id).ok(), Some(7));
        assert!(from_str::<Read>("[7]").is_err() && from_value::<Read>(json!([7])).is_err());
        assert!(from_str::<Kept>("[7]").is_err());
        assert!(from_str::<Vec<Read>>(r#"[{ "id": 1 }, [7]]"#).is_err(), "within another value too");
        assert!(from_str::<Read>("7").is_err() && from_str::<Read>("null").is_err());
    }
}
