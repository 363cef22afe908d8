/** Persistence of studies. */
@NullMarked
package org.p2f.downstream.study.store;

import org.jspecify.annotations.NullMarked;
