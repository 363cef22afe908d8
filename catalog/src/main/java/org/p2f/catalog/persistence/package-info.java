/** How the catalog's tables are written and read: identifiers, JSON columns, keyset paging. */
@NullMarked
package org.p2f.catalog.persistence;

import org.jspecify.annotations.NullMarked;
