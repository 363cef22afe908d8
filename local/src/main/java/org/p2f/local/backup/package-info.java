/** Backups of a home: what is copied, in which order, and how it is checked. */
@NullMarked
package org.p2f.local.backup;

import org.jspecify.annotations.NullMarked;
