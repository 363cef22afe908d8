/** How it is asked for over HTTP. */
@NullMarked
package org.p2f.training.api;

import org.jspecify.annotations.NullMarked;
