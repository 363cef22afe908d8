@org.jspecify.annotations.NullMarked
package org.p2f.local.chaos;
