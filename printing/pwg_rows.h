// The rows of a PWG raster page, compressed as PWG 5102.4 §4.4 says.
//
// libcups writes the same, but compares pixel by pixel through a call each, which took a third of the time of a
// badge; what is written here is read back by libcups in the tests.
#pragma once

#include <string>
#include <vector>

namespace printing {

class PwgRows {
  public:
    // Appends to `bytes`. `bytes_per_pixel`: 1 or 3, or 0 for pixels of one bit, whose bytes are compressed as
    // pixels.
    PwgRows(std::string& bytes, unsigned bytes_per_pixel);

    // Rows of one page have one length. A row counts as written once another one differs, or at finish().
    void add(const std::vector<unsigned char>& row);
    void finish();

  private:
    void write();

    std::string& bytes_;
    std::size_t pixel_;
    std::vector<unsigned char> last_;
    int times_ = 0;
};

}  // namespace printing
