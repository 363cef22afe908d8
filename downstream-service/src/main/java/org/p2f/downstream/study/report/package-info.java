/** The report of a study as a page with figures. */
@NullMarked
package org.p2f.downstream.study.report;

import org.jspecify.annotations.NullMarked;
