/** Results as files: text and CSV. */
@NullMarked
package org.p2f.downstream.report;

import org.jspecify.annotations.NullMarked;
