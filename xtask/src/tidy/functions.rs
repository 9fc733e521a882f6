//! Functions and files stay small enough to be read at one sitting.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Block, ImplItemFn, ItemFn, ItemImpl, ItemMod, Signature, TraitItemFn};

use super::finding::Finding;
use super::source::Source;

const MOST_FILE_LINES: usize = 500;
const MOST_FUNCTION_LINES: usize = 80;
const MOST_ARGUMENTS: usize = 5;

pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let mut visitor = Visitor { source, in_trait_impl: false, test_lines: 0, findings: Vec::new() };
    visitor.visit_file(&source.items);
    let Visitor { test_lines, mut findings, .. } = visitor;

    let lines = source.text.lines().count() - test_lines;
    let is_generated = source.text.lines().take(5).any(|line| line.starts_with("// @generated"));
    if lines > MOST_FILE_LINES && !is_generated {
        let what = format!("has {lines} lines without its tests; {MOST_FILE_LINES} is the most");
        findings.push(source.finding(1, what, "split it by what its parts are about"));
    }
    findings
}

struct Visitor<'a> {
    source: &'a Source,
    in_trait_impl: bool,
    /// The lines of `#[cfg(test)] mod tests { .. }`.
    test_lines: usize,
    findings: Vec<Finding>,
}

impl Visitor<'_> {
    fn function(&mut self, signature: &Signature, body: Option<&Block>) {
        let name = &signature.ident;
        let start = signature.span().start().line;
        let lines = body.map_or(0, |body| body.span().end().line + 1 - start);
        if lines > MOST_FUNCTION_LINES {
            let what = format!("`{name}` has {lines} lines; {MOST_FUNCTION_LINES} is the most");
            self.findings.push(self.source.finding(start, what, "move its steps to functions of their own"));
        }
        let arguments = signature.inputs.len();
        // Whoever implements a trait does not choose its arguments.
        if arguments > MOST_ARGUMENTS && !self.in_trait_impl {
            let what = format!("`{name}` takes {arguments} arguments; {MOST_ARGUMENTS} is the most");
            self.findings.push(self.source.finding(start, what, "put what belongs together into a struct"));
        }
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        let outer = std::mem::replace(&mut self.in_trait_impl, false);
        self.function(&item.sig, Some(&item.block));
        visit::visit_item_fn(self, item);
        self.in_trait_impl = outer;
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let outer = std::mem::replace(&mut self.in_trait_impl, item.trait_.is_some());
        visit::visit_item_impl(self, item);
        self.in_trait_impl = outer;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.function(&item.sig, Some(&item.block));
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.function(&item.sig, item.default.as_ref());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.content.is_some() && item.attrs.iter().any(is_cfg_test) {
            self.test_lines += line_count(item.span());
        }
        visit::visit_item_mod(self, item);
    }
}

fn is_cfg_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
}

fn line_count(span: Span) -> usize {
    span.end().line + 1 - span.start().line
}

#[cfg(test)]
mod tests {
    use super::super::source::lines;
    use super::*;

    const PATH: &str = "crates/app/src/a.rs";

    #[test]
    fn long_functions_are_found() {
        let filler = "    b();\n".repeat(MOST_FUNCTION_LINES - 2);
        for (text, expected) in [
            (format!("fn a() {{\n{filler}}}\n"), vec![]),
            (format!("\nfn a() {{\n{filler}\n}}\n"), vec![2]),
            (format!("/// Words.\n#[inline]\npub async fn a() {{\n{filler}}}\n"), vec![]),
            (format!("struct A;\nimpl A {{\nfn a() {{\n{filler}\n}}\n}}\n"), vec![3]),
            (format!("impl B for A {{\nfn a() {{\n{filler}\n}}\n}}\n"), vec![2]),
            (format!("trait A {{\nfn a();\nfn b() {{\n{filler}\n}}\n}}\n"), vec![3]),
            (format!("mod a {{\nmod b {{\nfn a() {{\n{filler}\n}}\n}}\n}}\n"), vec![3]),
        ] {
            assert_eq!(lines(PATH, &text, check), expected, "{text}");
        }
    }

    #[test]
    fn long_files_are_found() {
        let full = "//! Words.\n".repeat(MOST_FILE_LINES);
        for (text, expected) in [
            (full.clone(), vec![]),
            (format!("{full}// More.\n"), vec![1]),
            (format!("// @generated automatically\n{full}"), vec![]),
            (format!("{full}#[cfg(test)]\nmod tests {{\n    // Words.\n}}\n"), vec![]),
            (format!("{full}#[cfg(unix)]\nmod tests {{\n    // Words.\n}}\n"), vec![1]),
        ] {
            assert_eq!(lines(PATH, &text, check), expected);
        }
    }

    #[test]
    fn long_argument_lists_are_found() {
        for (text, expected) in [
            ("fn a(b: u8, c: u8, d: u8, e: u8, f: u8) {}\n", vec![]),
            ("fn a(b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) {}\n", vec![1]),
            ("fn a(b: fn(u8, u8, u8, u8, u8, u8), c: (u8, u8, u8, u8, u8, u8)) {}\n", vec![]),
            ("impl A {\n    fn a(&self, b: u8, c: u8, d: u8, e: u8, f: u8) {}\n}\n", vec![2]),
            ("trait A {\n    fn a(&self, b: u8, c: u8, d: u8, e: u8, f: u8);\n}\n", vec![2]),
            ("impl B for A {\n    fn a(&self, b: u8, c: u8, d: u8, e: u8, f: u8) {}\n}\n", vec![]),
        ] {
            assert_eq!(lines(PATH, text, check), expected, "{text}");
        }
    }
}
