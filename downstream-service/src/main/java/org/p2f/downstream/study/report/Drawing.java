package org.p2f.downstream.study.report;

/**
 * A figure of a page.
 *
 * @param markup SVG, or HTML around it, that is put into the page as it is
 */
record Drawing(String caption, String markup) {}
