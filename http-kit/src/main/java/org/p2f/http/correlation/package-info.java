/** Correlation ids: one id per request, in its answer and in the logs of every process involved. */
@NullMarked
package org.p2f.http.correlation;

import org.jspecify.annotations.NullMarked;
