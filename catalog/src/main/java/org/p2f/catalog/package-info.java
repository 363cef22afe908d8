/**
 * What the three services share: jobs, artifacts and lineage in Postgres, and files in an object
 * store.
 */
@NullMarked
package org.p2f.catalog;

import org.jspecify.annotations.NullMarked;
