/** Job handler of model imports. */
@NullMarked
package org.p2f.training.imports.work;

import org.jspecify.annotations.NullMarked;
