/** Object store of artifact content: immutable objects, addressed by their SHA-256. */
@NullMarked
package org.p2f.catalog.storage;

import org.jspecify.annotations.NullMarked;
