/** Postgres for tests. */
@NullMarked
package org.p2f.catalog.test;

import org.jspecify.annotations.NullMarked;
