/**
 * Distributed traces with OpenTelemetry: one setting for every process, off without an endpoint.
 */
@NullMarked
package org.p2f.http.trace;

import org.jspecify.annotations.NullMarked;
