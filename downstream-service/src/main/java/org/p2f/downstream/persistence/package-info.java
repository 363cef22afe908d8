/** Persistence of studies. */
@NullMarked
package org.p2f.downstream.persistence;

import org.jspecify.annotations.NullMarked;
