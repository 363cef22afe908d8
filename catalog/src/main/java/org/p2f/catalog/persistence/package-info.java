/** Conventions of the catalog's tables: identifiers, JSON columns, keyset paging. */
@NullMarked
package org.p2f.catalog.persistence;

import org.jspecify.annotations.NullMarked;
