@NullMarked
package org.p2f.downstream.compute;

import org.jspecify.annotations.NullMarked;
