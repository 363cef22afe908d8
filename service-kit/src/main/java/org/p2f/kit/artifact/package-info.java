/** Artifacts over HTTP: lists, descriptions, file downloads, lineage. */
@NullMarked
package org.p2f.kit.artifact;

import org.jspecify.annotations.NullMarked;
