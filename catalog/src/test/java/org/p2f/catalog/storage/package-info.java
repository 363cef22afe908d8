@NullMarked
package org.p2f.catalog.storage;

import org.jspecify.annotations.NullMarked;
