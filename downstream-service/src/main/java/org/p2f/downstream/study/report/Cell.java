package org.p2f.downstream.study.report;

import java.util.List;

/**
 * A number in a table.
 *
 * @param notes small, below it: its interval and where it is from
 */
record Cell(String number, List<String> notes) {
  static final Cell NONE = new Cell("–");

  Cell(String number, String... notes) {
    this(number, List.of(notes));
  }
}
