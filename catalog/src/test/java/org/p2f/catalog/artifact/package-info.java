@NullMarked
package org.p2f.catalog.artifact;

import org.jspecify.annotations.NullMarked;
