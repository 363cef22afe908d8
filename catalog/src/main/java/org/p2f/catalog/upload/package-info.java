/**
 * Files that are sent in parts, so that a broken connection costs a part of them at most: what has
 * come is an object of the store, whichever process received it, and the next part may reach
 * another one.
 */
@NullMarked
package org.p2f.catalog.upload;

import org.jspecify.annotations.NullMarked;
