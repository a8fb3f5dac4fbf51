//! `#[db_test]`: one body, a test on each engine.

use proc_macro::TokenStream;
use quote::quote;
use syn::{ItemFn, parse_macro_input};

/// Turns `async fn name(db: TestDb)` into `name::sqlite` and `name::postgres`, each with a migrated database of its own.
///
/// The tables are those of the crate under test (`crate::migrations()`) and of the platform.
#[proc_macro_attribute]
pub fn db_test(_: TokenStream, item: TokenStream) -> TokenStream {
    let function = parse_macro_input!(item as ItemFn);
    let name = &function.sig.ident;
    if function.sig.asyncness.is_none() || function.sig.inputs.len() != 1 {
        return syn::Error::new_spanned(&function.sig, "a db_test is `async fn name(db: TestDb)`").to_compile_error().into();
    }
    quote! {
        mod #name {
            use super::*;
            #function
            #[test]
            fn sqlite() { ::testkit::on_sqlite(crate::migrations(), #name); }
            #[test]
            fn postgres() { ::testkit::on_postgres(crate::migrations(), #name); }
        }
    }
    .into()
}
