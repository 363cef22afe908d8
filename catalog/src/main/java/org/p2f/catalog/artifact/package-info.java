/** Artifacts: immutable, content-addressed results, and the lineage between them. */
@NullMarked
package org.p2f.catalog.artifact;

import org.jspecify.annotations.NullMarked;
