//! `#[db_test]`: one body, a test on each engine.

use proc_macro::TokenStream;
use quote::quote;
use syn::{ItemFn, parse_macro_input};

/// Turns `async fn name(db: TestDb)` into `name::sqlite` and `name::postgres`, each with a migrated database of its own.
///
/// The tables are those of the platform and of the crate under test (`crate::migrations()`), or those of another function:
/// `#[db_test(crate::testing::schema)]`.
#[proc_macro_attribute]
pub fn db_test(schema: TokenStream, item: TokenStream) -> TokenStream {
    let function = parse_macro_input!(item as ItemFn);
    let name = &function.sig.ident;
    let schema = if schema.is_empty() { quote!(crate::migrations) } else { proc_macro2::TokenStream::from(schema) };
    if function.sig.asyncness.is_none() || function.sig.inputs.len() != 1 {
        return syn::Error::new_spanned(&function.sig, "a db_test is `async fn name(db: TestDb)`")
            .to_compile_error()
            .into();
    }
    quote! {
        mod #name {
            use super::*;
            #function
            #[test]
            fn sqlite() { ::testkit::on_sqlite(#schema(), #name); }
            #[test]
            fn postgres() { ::testkit::on_postgres(#schema(), #name); }
        }
    }
    .into()
}
