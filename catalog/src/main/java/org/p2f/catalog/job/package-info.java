/** Jobs: what was asked for, who works on it, how far it is, and how it ended. */
@NullMarked
package org.p2f.catalog.job;

import org.jspecify.annotations.NullMarked;
