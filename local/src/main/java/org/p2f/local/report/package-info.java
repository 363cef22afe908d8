/** The demo's report: its data, and the self-contained page drawn from it. */
@NullMarked
package org.p2f.local.report;

import org.jspecify.annotations.NullMarked;
