"""Signing in and out."""

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from backstride.console.auth import SignInRefusedError
from backstride.console.pages import Call, Desk, safe_next


class SignIn:
    """The two pages that need no session, and the way out."""

    def __init__(self, desk: Desk) -> None:
        """Work on what the staff pages share."""
        self._desk = desk

    async def show(self, request: Request) -> Response:
        """Show the form; its cookie, which opens nothing yet, binds the form to this browser."""
        return await self._form(request, request.query_params.get("next", ""))

    async def _form(self, request: Request, next_path: str, *, refusal: str = "", status_code: int = 200) -> Response:
        response = Response()
        token = self._desk.give_cookie(response, request.cookies.get(self._desk.cookie))
        page = await self._desk.render(
            "login.html",
            None,
            status_code=status_code,
            csrf=self._desk.auth.form_token(token),
            next=safe_next(next_path),
            refusal=refusal,
        )
        page.headers["set-cookie"] = response.headers["set-cookie"]
        return page

    async def sign_in(self, request: Request) -> Response:
        """Check login and password; the browser gets a new token, so one that was planted there opens nothing."""
        desk = self._desk
        cookie = request.cookies.get(desk.cookie, "")
        form = await desk.own_form(request, cookie)
        if form is None:
            return await desk.refused()
        login, password, next_path = (str(form.get(name, "")) for name in ("login", "password", "next"))
        address = request.client.host if request.client else ""
        try:
            token = await run_in_threadpool(desk.auth.sign_in, login, password, address=address, old_token=cookie)
        except SignInRefusedError as refused:
            return await self._refused(request, next_path, refused.wait_s)
        response = RedirectResponse(safe_next(next_path), status_code=303)
        desk.give_cookie(response, token)
        return response

    async def _refused(self, request: Request, next_path: str, wait_s: int) -> Response:
        if not wait_s:
            return await self._form(request, next_path, refusal="Login or password is wrong.", status_code=401)
        refusal = f"Too many wrong tries. Please wait {wait_s} seconds."
        response = await self._form(request, next_path, refusal=refusal, status_code=429)
        response.headers["Retry-After"] = str(wait_s)
        return response

    async def sign_out(self, call: Call) -> Response:
        """End the session here and in the database."""
        await run_in_threadpool(self._desk.auth.sign_out, call.token)
        response = RedirectResponse("/staff/login", status_code=303)
        response.delete_cookie(self._desk.cookie, path="/", httponly=True, secure=self._desk.is_https, samesite="lax")
        return response
