/** How weights are updated. */
@NullMarked
package org.p2f.spec.optimizer;

import org.jspecify.annotations.NullMarked;
