/** A small service for the kit's tests, on hand-written fakes of the catalog. */
@NullMarked
package org.p2f.kit.sample;

import org.jspecify.annotations.NullMarked;
