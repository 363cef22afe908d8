@NullMarked
package org.p2f.downstream.compute.claims;

import org.jspecify.annotations.NullMarked;
