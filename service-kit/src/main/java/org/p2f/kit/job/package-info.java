/** Jobs over HTTP: lists, states, event streams, cancelling, submitting. */
@NullMarked
package org.p2f.kit.job;

import org.jspecify.annotations.NullMarked;
