/**
 * The whole platform on one machine: an embedded Postgres and the four processes, started, watched
 * and stopped together. Knows the services by HTTP only.
 */
@NullMarked
package org.p2f.local;

import org.jspecify.annotations.NullMarked;
