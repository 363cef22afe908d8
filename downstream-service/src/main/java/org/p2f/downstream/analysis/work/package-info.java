/** Job handler of analyses, with the tables and figures of their results. */
@NullMarked
package org.p2f.downstream.analysis.work;

import org.jspecify.annotations.NullMarked;
