def strict_csp(get_response):
    def middleware(request):
        response = get_response(request)
        if not request.path.startswith("/admin/"):
            response.setdefault("Content-Security-Policy", "default-src 'self'")
        return response

    return middleware
