/** Finding things of all kinds by what they are called. */
@NullMarked
package org.p2f.catalog.search;

import org.jspecify.annotations.NullMarked;
