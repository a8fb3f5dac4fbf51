//! How a value looks in the API's document: a kind, and what belongs to it.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ArrayItems, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::Cell;

fn simple(kind: Type) -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(SchemaType::Type(kind)).build())
}

fn pair(first: Type, second: Type) -> Schema {
    let array = ArrayBuilder::new().prefix_items([simple(first), simple(second)]).items(ArrayItems::False);
    Schema::Array(array.build())
}

fn variant(cell: &str, value: Option<Schema>) -> Schema {
    let word = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some([cell]));
    let mut object = ObjectBuilder::new().property("cell", word).required("cell");
    if let Some(value) = value {
        object = object.property("value", value).required("value");
    }
    Schema::Object(object.build())
}

impl PartialSchema for Cell {
    fn schema() -> RefOr<Schema> {
        let variants = [
            variant("nothing", None),
            variant("text", Some(simple(Type::String))),
            variant("count", Some(simple(Type::Integer))),
            variant("number", Some(pair(Type::Number, Type::Integer))),
            variant("share", Some(simple(Type::Number))),
            variant("duration", Some(simple(Type::Integer))),
            variant("money", Some(pair(Type::Integer, Type::String))),
            variant("day", Some(simple(Type::String))),
        ];
        let all = variants.into_iter().fold(OneOfBuilder::new(), OneOfBuilder::item);
        let words = "A value, as it is before it is written out: durations in microseconds, shares from 0 to 1.";
        let example = serde_json::json!({"cell": "duration", "value": 4_200_000_000_i64});
        RefOr::T(Schema::OneOf(all.description(Some(words)).examples([example]).build()))
    }
}

impl ToSchema for Cell {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("ReportCell")
    }
}
