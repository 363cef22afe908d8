package org.p2f.downstream.study.report;

/** A number in a page's head, with its name above and a note below. */
record Tile(String name, String value, String note) {}
