/** Whose things are whose: projects, and who may see and change what is in them. */
@NullMarked
package org.p2f.catalog.access;

import org.jspecify.annotations.NullMarked;
