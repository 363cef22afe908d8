/** Homes of earlier versions, opened with this one. */
@org.jspecify.annotations.NullMarked
package org.p2f.local.upgrade;
