/** Tests of the whole service over HTTP, on a real Postgres. */
@NullMarked
package org.p2f.training;

import org.jspecify.annotations.NullMarked;
