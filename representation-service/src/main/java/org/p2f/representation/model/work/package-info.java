/** Reads models from the catalog. */
@NullMarked
package org.p2f.representation.model.work;

import org.jspecify.annotations.NullMarked;
