/** Who changed what, when, and from where: written once, never changed. */
@NullMarked
package org.p2f.catalog.audit;

import org.jspecify.annotations.NullMarked;
